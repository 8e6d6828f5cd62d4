package org.icws.testbench.shell;

import java.util.function.Consumer;
import org.icws.testbench.settings.SettingsView;
import org.icws.testbench.welcome.WelcomeView;

/**
 * What the start page offers.
 *
 * @param starter begins a start; told whether to take whatever ports are free
 * @param opener opens a page
 * @param setting opens Settings at a field
 */
record StartActions(Consumer<Boolean> starter, Consumer<ViewId> opener, Consumer<String> setting)
        implements WelcomeView.Actions {

    @Override
    public void start() {
        starter.accept(false);
    }

    @Override
    public void startOnFreePorts() {
        starter.accept(true);
    }

    @Override
    public void showTraffic() {
        opener.accept(ViewId.OVERVIEW);
    }

    @Override
    public void showCompose() {
        opener.accept(ViewId.COMPOSE);
    }

    @Override
    public void showDataDirectory() {
        setting.accept(SettingsView.DATA);
    }

    @Override
    public void showNetwork() {
        opener.accept(ViewId.REPLICA);
    }

    @Override
    public void showMessages() {
        opener.accept(ViewId.MESSAGES);
    }
}
