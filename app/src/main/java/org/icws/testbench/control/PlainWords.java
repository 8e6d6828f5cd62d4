package org.icws.testbench.control;

import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;

/** Words that can be selected, as high as they are at the width that they get. */
public final class PlainWords extends TextArea {

    private final Text measure = new Text();

    public PlainWords(String words) {
        super(words);
        setEditable(false);
        setWrapText(true);
        getStyleClass().add("plain-words");
        setMinHeight(USE_PREF_SIZE);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        // A text area has as many rows as it is told, whatever is in it.
        Insets around = getInsets();
        Insets within = lookup(".content") instanceof Region content ? content.getInsets() : Insets.EMPTY;
        double beside = around.getLeft() + around.getRight() + within.getLeft() + within.getRight();
        measure.setFont(getFont());
        measure.setText(getText());
        measure.setWrappingWidth(Math.max(1, (width < 0 ? prefWidth(-1) : width) - beside));
        return Math.ceil(measure.getLayoutBounds().getHeight())
                + around.getTop()
                + around.getBottom()
                + within.getTop()
                + within.getBottom();
    }
}
