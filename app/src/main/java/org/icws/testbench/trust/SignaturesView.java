package org.icws.testbench.trust;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.icws.gateway.trust.Proof;
import org.icws.gateway.trust.Verdict;
import org.icws.testbench.control.Availability;
import org.icws.testbench.control.Badge;
import org.icws.testbench.control.EmptyState;
import org.icws.testbench.control.FactGrid;
import org.icws.testbench.control.FirstFocus;
import org.icws.testbench.control.HashTreeView;
import org.icws.testbench.control.InSight;
import org.icws.testbench.control.Legend;
import org.icws.testbench.control.Nodes;
import org.icws.testbench.control.SegmentedControl;
import org.icws.testbench.control.Switch;
import org.icws.testbench.messages.MessageRow;
import org.icws.testbench.messages.ProofText;
import org.icws.testbench.messages.ProofView;
import org.icws.testbench.store.Format;
import org.kordamp.ikonli.javafx.FontIcon;

/** List, steps, tree, from left to right, as one argues. */
public final class SignaturesView extends VBox implements FirstFocus {

    private static final double LOWER = 206;

    private static final double CELL = 54;
    private static final int ROWS_ABOVE = 2;

    /** The longest title of a step with its duration. */
    private static final double STEPS_WIDTH = 372;

    private static final double ROOM_FOR_WORDS = 430;
    private static final double LIST_WIDTH = 248;
    private static final double WIDEST_LIST = 340;
    private static final double LIST_SHARE = .2;

    private final SignaturesViewModel model;
    private final HBox banner = new HBox();
    private final FontIcon bannerIcon = new FontIcon("fth-check-circle");
    private final Label verdict = Nodes.label("", "t-heading");
    private final Label facts = Nodes.label("", "t-body");
    private final Button next = Nodes.button("fth-arrow-down", "Next finding");
    private final ListView<MessageRow> list;
    private final Label headline = Nodes.label("", "t-heading");
    private final Label note = Nodes.label("", "t-caption");
    private final ProofView steps = new ProofView();
    private final EmptyState noProof =
            new EmptyState("fth-shield", "Select a proof", "to see every step and both compared values.");
    private final HashTreeView tree = new HashTreeView();
    private final ScrollPane treeScroll;
    private final EmptyState noTree = new EmptyState("fth-git-branch", "", "");
    private HashTreeView.Node shownTree;
    private final SegmentedControl whichTree = new SegmentedControl(0, "Canister's tree", "Certificate's tree");
    private final Label treeNote = Nodes.label("", "t-caption");
    private final Legend legend = new Legend();
    private final VBox treeCard;
    private final Label signedTitle = Nodes.label("Certificate", "t-heading");
    private final Label signedNote = Nodes.label("", "t-small", "muted");
    private final FactGrid signed = new FactGrid(72);
    private final VBox delegationPart;
    private final FactGrid delegation = new FactGrid(72);
    private final Label delegationNote = Nodes.label("", "t-small", "muted");
    private final FactGrid root = new FactGrid(52);
    private final Label rootNote = Nodes.label("", "t-caption");
    private final Badge rootBadge = new Badge(Badge.Tone.WARN, "local");
    private final VBox rootCard;

    public SignaturesView(SignaturesViewModel model, Consumer<MessageRow> openMessage) {
        this.model = model;
        getStyleClass().add("page");
        setMinHeight(0);
        banner.getStyleClass().add("banner");
        banner.getChildren().addAll(bannerIcon, verdict, facts, Nodes.spacer(), next);
        verdict.setMinWidth(USE_PREF_SIZE);
        next.setOnAction(e -> model.nextFinding());
        list = makeList();
        treeScroll = Nodes.scroll(tree);
        treeScroll.setFitToHeight(true);
        delegationPart =
                new VBox(6, Nodes.label("Delegation", "t-caption", "section-line"), delegationNote, delegation);
        treeCard = makeTreeCard();
        rootCard = makeRootCard();
        VBox proofs = makeListCard();
        VBox middle = makeStepsCard(openMessage);
        HBox.setHgrow(middle, Priority.ALWAYS);
        VBox right = makeRight();
        HBox columns = new HBox(12, proofs, middle, right);
        columns.setMinHeight(0);
        VBox.setVgrow(columns, Priority.ALWAYS);
        getChildren().addAll(makeHead(), banner, columns);
        InSight.show(this, () -> show(model.summaryProperty().get()), model.summaryProperty());
        InSight.show(this, () -> show(model.rootProperty().get()), model.rootProperty());
        InSight.show(this, this::showProof, model.proofProperty(), model.proofNoteProperty());
        InSight.show(this, this::showEvidence, model.evidenceProperty());
        model.setSeen(getScene() != null);
        sceneProperty().addListener((o, old, now) -> model.setSeen(now != null));
        keepChosen();
    }

    @Override
    public javafx.scene.Node firstFocus() {
        return list;
    }

    private HBox makeHead() {
        SegmentedControl scope = new SegmentedControl(
                0,
                Arrays.stream(SignaturesViewModel.Scope.values())
                        .map(SignaturesViewModel.Scope::words)
                        .toArray(String[]::new));
        scope.onChange(i -> model.scopeProperty().set(SignaturesViewModel.Scope.values()[i]));
        model.scopeProperty().addListener((o, old, now) -> scope.choose(now.ordinal()));
        Button again = Nodes.button("fth-refresh-cw", "Verify again");
        again.setId("signatures-again");
        again.setTooltip(new javafx.scene.control.Tooltip(
                "Makes the chosen proof anew from the message's bytes, with nothing remembered (R)"));
        again.setOnAction(e -> model.verifyAgain());
        Availability.follow(again, unchosen(model.chosenProperty()));
        Label follow = Nodes.label("Follow", "t-small", "muted");
        Switch follows = new Switch("Follow the newest proof");
        follows.onProperty().bindBidirectional(model.followingProperty());
        return Nodes.pageHead("Signatures", Nodes.spacer(), follow, follows, scope, again);
    }

    private static ObservableValue<String> unchosen(ObservableValue<?> what) {
        return Bindings.createStringBinding(
                () -> what.getValue() == null ? "Choose a proof in the list first." : null, what);
    }

    private ListView<MessageRow> makeList() {
        ListView<MessageRow> made = new ListView<>(model.listed());
        made.setId("signatures-list");
        made.setAccessibleText("Proofs, newest first");
        made.getStyleClass().add("plain-list");
        made.setFixedCellSize(CELL);
        made.setCellFactory(v -> new ProofCell());
        made.setPlaceholder(new EmptyState("fth-shield", "No such proof", "Every message gets one."));
        // Keys that choose another one end it below; those that lead to another page must not.
        made.setOnMousePressed(e -> model.followingProperty().set(false));
        made.getSelectionModel().selectedItemProperty().addListener((o, old, now) -> {
            boolean somebody = !model.renewingProperty().get();
            if (somebody && now != null && now != model.chosenProperty().get()) {
                model.followingProperty().set(false);
                model.chosenProperty().set(now);
            }
        });
        model.chosenProperty().addListener((o, old, now) -> keepChosen());
        model.renewingProperty().addListener(o -> keepChosen());
        return made;
    }

    private void keepChosen() {
        MessageRow now = model.chosenProperty().get();
        if (list.getSelectionModel().getSelectedItem() != now) {
            int at = model.listed().indexOf(now);
            if (at >= 0) {
                list.getSelectionModel().clearAndSelect(at);
                list.scrollTo(Math.max(0, at - ROWS_ABOVE));
            } else {
                list.getSelectionModel().clearSelection();
            }
        }
    }

    private VBox makeListCard() {
        Label count = Nodes.label("", "t-mono", "muted");
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Format.count(model.totalProperty().get()), model.totalProperty()));
        Button newer = Nodes.button("fth-arrow-up", "", "quiet");
        newer.setId("signatures-newer");
        newer.setTooltip(new javafx.scene.control.Tooltip("Shows the newest proofs and follows them again"));
        newer.setOnAction(e -> model.followingProperty().set(true));
        newer.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> newerWords(model.newerProperty().get()), model.newerProperty()));
        newer.visibleProperty().bind(model.newerProperty().greaterThan(0));
        newer.managedProperty().bind(newer.visibleProperty());
        Nodes.clipRound(list, 9);
        VBox card = Nodes.card(list, Nodes.label("Proofs", "t-heading"), count, Nodes.spacer(), newer);
        card.getStyleClass().add("flush");
        card.setMinWidth(LIST_WIDTH);
        // Where there is room for it, who talks to whom stands there whole.
        card.maxWidthProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> Math.max(LIST_WIDTH, Math.min(WIDEST_LIST, getWidth() * LIST_SHARE)), widthProperty()));
        card.prefWidthProperty().bind(card.maxWidthProperty());
        return card;
    }

    private static String newerWords(int count) {
        return Format.count(count) + (count < SignaturesViewModel.MOST_NEWER ? " new" : "+ new");
    }

    private VBox makeStepsCard(Consumer<MessageRow> openMessage) {
        Button open = Nodes.button("fth-list", "Open message", "quiet");
        open.setOnAction(e -> openMessage.accept(model.chosenProperty().get()));
        Button copy = Nodes.button("fth-copy", "Copy as text", "quiet");
        copy.setOnAction(e -> Nodes.copy(ProofText.of(model.proofProperty().get())));
        Availability.follow(open, unchosen(model.chosenProperty()));
        Availability.follow(copy, unchosen(model.proofProperty()));
        note.setMinWidth(0);
        steps.getStyleClass().add("card-pad");
        StackPane body = new StackPane(noProof, Nodes.scroll(steps));
        body.setMinHeight(0);
        VBox card = Nodes.card(body, headline, note, Nodes.spacer(), open, copy);
        headline.setMinWidth(USE_PREF_SIZE);
        card.setMinWidth(STEPS_WIDTH);
        shortOf(card, open, copy);
        card.setPrefWidth(460);
        return card;
    }

    /** Where there is no room for their words, buttons keep their icons; the words go to the tooltips. */
    private static void shortOf(VBox card, Button... buttons) {
        for (Button button : buttons) {
            button.setTooltip(new javafx.scene.control.Tooltip(button.getText()));
            button.contentDisplayProperty()
                    .bind(Bindings.createObjectBinding(
                            () -> card.getWidth() < ROOM_FOR_WORDS ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT,
                            card.widthProperty()));
        }
    }

    private VBox makeTreeCard() {
        whichTree.onChange(i -> showTree());
        noTree.setMinHeight(0);
        StackPane place = new StackPane(treeScroll, noTree);
        place.setMinHeight(0);
        VBox body = new VBox(6, Nodes.row(8, whichTree, Nodes.spacer(), treeNote), place);
        VBox.setVgrow(place, Priority.ALWAYS);
        body.getStyleClass().add("card-body");
        body.setMinHeight(0);
        VBox card = Nodes.card(body, Nodes.label("Hash tree", "t-heading"), Nodes.spacer(), legend);
        VBox.setVgrow(card, Priority.ALWAYS);
        return card;
    }

    private VBox makeRootCard() {
        rootNote.setWrapText(true);
        rootNote.setMinHeight(USE_PREF_SIZE);
        VBox body = new VBox(4, root, rootNote);
        body.getStyleClass().add("card-body");
        VBox card = Nodes.card(body, Nodes.label("Root key", "t-heading"), Nodes.spacer(), rootBadge);
        card.setMinWidth(170);
        card.setPrefWidth(232);
        return card;
    }

    private VBox makeRight() {
        delegationNote.setWrapText(true);
        delegationNote.setMinHeight(USE_PREF_SIZE);
        signedNote.setId("signatures-note");
        signedNote.setWrapText(true);
        signedNote.setMinHeight(USE_PREF_SIZE);
        signedNote.managedProperty().bind(signedNote.textProperty().isNotEmpty());
        VBox inside = new VBox(6, signedNote, signed, delegationPart);
        inside.getStyleClass().add("card-pad");
        VBox signedCard = Nodes.card(Nodes.scroll(inside), signedTitle);
        HBox.setHgrow(signedCard, Priority.ALWAYS);
        VBox.setVgrow(signedCard, Priority.ALWAYS);
        HBox lower = new HBox(12);
        lower.setMinHeight(LOWER);
        lower.setPrefHeight(LOWER);
        lower.setMaxHeight(LOWER);
        VBox right = new VBox(12);
        right.setMinHeight(0);
        right.setMinWidth(366);
        right.setPrefWidth(490);
        HBox.setHgrow(right, Priority.ALWAYS);
        Runnable arrange = () -> {
            lower.getChildren().clear();
            // Without a tree, as for what a client signed, the values get its place.
            right.getChildren().setAll(treeCard.isVisible() ? List.of(treeCard, lower) : List.of(signedCard, rootCard));
            if (treeCard.isVisible()) {
                lower.getChildren().setAll(signedCard, rootCard);
            }
        };
        treeCard.visibleProperty().addListener(o -> arrange.run());
        arrange.run();
        return right;
    }

    private void show(SignaturesViewModel.Summary now) {
        banner.getStyleClass().removeAll("ok", "warn", "fail");
        for (Node node : List.of(verdict, bannerIcon)) {
            node.getStyleClass().removeAll("fg-ok", "fg-warn", "fg-fail");
            if (!now.tone().isEmpty()) {
                node.getStyleClass().add("fg-" + now.tone());
            }
        }
        if (!now.tone().isEmpty()) {
            banner.getStyleClass().add(now.tone());
        }
        bannerIcon.setIconLiteral(
                switch (now.tone()) {
                    case "ok" -> "fth-check-circle";
                    case "fail" -> "fth-x-circle";
                    case "warn" -> "fth-alert-triangle";
                    default -> "fth-circle";
                });
        verdict.setText(now.verdict());
        facts.setText(now.facts());
        next.setVisible(now.tone().equals("fail"));
        next.setManaged(next.isVisible());
    }

    private void show(SignaturesViewModel.Root now) {
        root.show(List.of(
                new FactGrid.Entry("Origin", now.origin()),
                new FactGrid.Entry("Key", now.keyHex()),
                new FactGrid.Entry("Length", now.keyHex().length() / 2 + " B, DER")));
        rootNote.setText(now.note());
        rootBadge.setVisible(now.local());
    }

    private void showProof() {
        Proof proof = model.proofProperty().get();
        noProof.setVisible(proof == null);
        steps.setVisible(proof != null);
        note.setText(model.proofNoteProperty().get());
        if (proof == null) {
            boolean any = model.chosenProperty().get() != null;
            headline.setText("Proof");
            noProof.show(
                    "fth-shield",
                    any ? "There is no proof" : "Select a proof",
                    any ? model.evidenceProperty().get().problem() : "to see every step and both compared values.");
            return;
        }
        headline.setText(SignaturesViewModel.headline(proof));
        steps.show(proof);
        showTree();
    }

    private void showEvidence() {
        Evidence now = model.evidenceProperty().get();
        MessageRow row = model.chosenProperty().get();
        boolean up = row != null && row.direction() == MessageRow.Direction.UP;
        signedTitle.setText(up ? "Envelope: what the client signed" : "Certificate");
        treeCard.setVisible(!up);
        treeCard.setManaged(!up);
        signedNote.setText(now.problem());
        signed.show(now.signed());
        delegation.show(now.delegation());
        delegationNote.setText(
                now.delegation().isEmpty()
                        ? (up ? "None: signed with the sender's own key." : "None: the root subnet signed it itself.")
                        : "");
        delegationNote.setManaged(now.delegation().isEmpty());
        delegationPart.setVisible(now.problem().isEmpty());
        showTree();
    }

    private void showTree() {
        Evidence now = model.evidenceProperty().get();
        boolean canister = whichTree.chosen() == 0;
        Proof proof = model.proofProperty().get();
        boolean broken = proof != null && proof.verdict() == Verdict.FAILED;
        Evidence.Picture chosen = canister ? now.tree() : now.stateTree();
        HashTreeView.Node picture = chosen.root();
        tree.show(picture, broken);
        noTree.setVisible(picture == null);
        noTree.show("fth-git-branch", "No tree to draw", chosen.words());
        treeScroll.setVisible(picture != null);
        if (picture != null && !picture.equals(shownTree)) {
            // A deep tree is scrolled: to where the message is.
            treeScroll.setVvalue(tree.pathEnd());
        }
        shownTree = picture;
        String words = picture == null ? "" : chosen.words();
        treeNote.setText(words);
        tree.setAccessibleText(
                picture == null
                        ? "No tree"
                        : "Hash tree with " + words + "; the way to the message is "
                                + (broken ? "broken" : "unbroken"));
        legend.setVisible(picture != null);
        legend.getChildren().clear();
        legend.add(broken ? "fail" : "ok", broken ? "broken path" : "path", false)
                .add("service", "⋯ pruned", true);
    }
}
