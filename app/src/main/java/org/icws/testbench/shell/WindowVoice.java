package org.icws.testbench.shell;

import java.util.function.Consumer;
import org.icws.testbench.control.ErrorCard;
import org.icws.testbench.settings.SettingsModel;
import org.icws.testbench.settings.SettingsView;

/**
 * How the work with files went, the settings' own included, told in the window; where a setting can help, with the way to
 * it. FX thread only.
 */
final class WindowVoice implements SessionPart.Voice {

    private final ShellView view;
    private final ShellViewModel shell;
    private final Consumer<String> openSetting;

    /** @param openSetting opens Settings at a field */
    WindowVoice(ShellView view, ShellViewModel shell, SettingsModel settings, Consumer<String> openSetting) {
        this.view = view;
        this.shell = shell;
        this.openSetting = openSetting;
        view.onProblem(this::explainLoss);
        settings.problemProperty().addListener((o, old, now) -> tellOfSettings(old, now));
    }

    /** Most settings are changed on other pages, by a divider or a column; once is enough until it works again. */
    private void tellOfSettings(String old, String now) {
        if (old.isEmpty()) {
            view.toasts()
                    .show(
                            "fail",
                            "Settings cannot be kept.",
                            "Why, and what to do",
                            () -> openSetting.accept(SettingsView.DATA));
        } else if (now.isEmpty()) {
            view.toasts().show("ok", "Settings are kept again.");
        }
    }

    @Override
    public void done(String words) {
        view.toasts().show("ok", words);
    }

    @Override
    public void failed(String what, String why, String todo) {
        view.error(what, why, todo);
    }

    @Override
    public void failed(String what, String why, String todo, String field) {
        view.error(what, why, todo, new ErrorCard.Way("Open the setting", () -> openSetting.accept(field)));
    }

    @Override
    public void failed(String what, String why, String todo, String verb, Runnable deed) {
        view.error(what, why, todo, new ErrorCard.Way(verb, deed));
    }

    private void explainLoss() {
        failed(
                "The contents of old messages cannot be kept.",
                shell.statusProblemProperty().get(),
                "Make room there, it is tried again every few seconds; or let more contents stay in memory. The messages"
                        + " themselves are kept.",
                SettingsView.MEGABYTES);
    }
}
