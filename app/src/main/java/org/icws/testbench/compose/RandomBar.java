package org.icws.testbench.compose;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.icws.testbench.control.Nodes;

/** Makes messages by chance; its seed can be read, and written to have the same message again. */
final class RandomBar extends HBox {

    private static final int SEEDS = 100_000;

    private final LongConsumer make;
    private final TextField seed = new TextField();

    /** @param make writes the message of a seed */
    RandomBar(LongConsumer make) {
        super(6);
        this.make = make;
        setAlignment(Pos.CENTER_LEFT);
        Button random = Nodes.button("fth-shuffle", "Random", "quiet");
        random.setId("compose-random");
        random.setMinWidth(USE_PREF_SIZE);
        random.setTooltip(new Tooltip("A valid message by chance; the same seed gives the same one"));
        random.setOnAction(e -> again(ThreadLocalRandom.current().nextInt(SEEDS)));
        seed.setId("compose-seed");
        seed.getStyleClass().add("mono-field");
        seed.setPromptText("seed");
        seed.setAccessibleText("Seed of the message made by chance");
        seed.setTooltip(new Tooltip("Enter makes the message of this seed again"));
        seed.setPrefWidth(70);
        seed.setMinWidth(70);
        seed.setOnAction(e -> fromField());
        seed.textProperty().addListener(o -> seed.getStyleClass().remove("invalid"));
        getChildren().addAll(random, seed);
    }

    private void again(long number) {
        seed.setText(Long.toString(number));
        make.accept(number);
    }

    private void fromField() {
        try {
            again(Long.parseLong(seed.getText().trim().replace(",", "")));
        } catch (NumberFormatException e) {
            seed.getStyleClass().remove("invalid");
            seed.getStyleClass().add("invalid");
        }
    }
}
