package org.icws.testbench.scenarios;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.store.Format;

/** Three people under one article. */
final class CommentsStage extends TalkStage {

    private final CommentsScenario scenario;

    CommentsStage(CommentsScenario scenario) {
        super(scenario);
        this.scenario = scenario;
    }

    @Override
    int changes() {
        return scenario.changes();
    }

    @Override
    List<Node> lines(int seat) {
        return scenario.feed(seat).stream().map(c -> comment(seat, c)).toList();
    }

    private Node comment(int seat, CommentsScenario.Comment comment) {
        int author = scenario.seatOf(comment.author());
        String name = scenario.nameOf(comment.author());
        Label text = Nodes.label(comment.text(), "t-body");
        text.setWrapText(true);
        text.setMinHeight(Label.USE_PREF_SIZE);
        long likes = comment.reactions().getOrDefault(CommentsScenario.LIKE, 0L);
        Button like = Nodes.button("fth-thumbs-up", likes == 0 ? "" : Long.toString(likes), "quiet");
        like.setAccessibleText("Like this comment");
        like.setOnAction(e -> scenario.react(seat, comment.id()));
        Label when = Nodes.label(
                Format.shortClock(comment.postedNanos()) + (comment.edited() ? " · edited" : ""), "t-caption");
        like.setTooltip(new Tooltip("Like this comment"));
        HBox head = Nodes.row(6, Nodes.label(name, "strong", "t-small"), when, Nodes.spacer());
        if (author == seat) {
            Button edit = Nodes.iconButton("fth-edit-2", "Edit this comment");
            edit.setId("edit-" + seat + "-" + comment.id());
            edit.setOnAction(e -> rewrite(seat, comment.text(), next -> scenario.edit(seat, comment.id(), next)));
            head.getChildren().add(edit);
        }
        head.getChildren().add(like);
        VBox words = new VBox(2, head, text);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = new HBox(9, author < 0 ? Nodes.label("?", "avatar", "a") : People.avatar(author, name), words);
        row.getStyleClass().add("talk-line");
        return row;
    }

    @Override
    void say(int seat, String text) {
        scenario.post(seat, text);
    }

    @Override
    String headline(int seat) {
        return scenario.people() + " here";
    }

    @Override
    String problem(int seat) {
        return scenario.refusal(seat);
    }
}
