package org.icws.testbench.control;

import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;

/**
 * A value that can be selected and copied. A text field would end in the middle of a letter where there is no room for the
 * rest; this one ends in an ellipsis, until it has the keys and can be scrolled.
 */
final class ValueField extends Region {

    private static final String ELLIPSIS = "…";
    private static final int LONG = 24;

    private final TextField field = new TextField();
    private final Label more = Nodes.words(ELLIPSIS);
    private final Rectangle clip = new Rectangle();
    private String tone = "";

    ValueField() {
        field.setEditable(false);
        field.getStyleClass().add("fact-value");
        field.setFocusTraversable(false);
        field.focusedProperty().addListener(o -> requestLayout());
        field.fontProperty().addListener(o -> requestLayout());
        more.getStyleClass().add("fact-more");
        more.setMouseTransparent(true);
        more.setVisible(false);
        getChildren().addAll(field, more);
    }

    /** Shows another value; the tone is a style class, or empty. */
    void show(String name, String value, String tone) {
        if (!field.getText().equals(value)) {
            field.setText(value);
            field.setAccessibleText(name + ": " + value);
            field.setTooltip(value.length() < LONG ? null : new Tooltip(folded(value)));
            requestLayout();
        }
        if (!this.tone.equals(tone)) {
            field.getStyleClass().remove(this.tone);
            more.getStyleClass().remove(this.tone);
            this.tone = tone;
            if (!tone.isEmpty()) {
                field.getStyleClass().add(tone);
                more.getStyleClass().add(tone);
            }
        }
    }

    /** A tooltip has no width of its own: long values are broken into lines. */
    private static String folded(String value) {
        return value.replaceAll("(.{64})(?=.)", "$1\n");
    }

    @Override
    protected double computePrefWidth(double height) {
        return field.prefWidth(height);
    }

    @Override
    protected double computePrefHeight(double width) {
        return field.prefHeight(width);
    }

    @Override
    protected double computeMinHeight(double width) {
        return field.minHeight(width);
    }

    @Override
    protected double computeMaxHeight(double width) {
        return field.prefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        field.resizeRelocate(0, 0, getWidth(), getHeight());
        double needed = widthOf(field.getText());
        boolean cut = !field.isFocused() && needed > getWidth() + 0.5;
        more.setVisible(cut);
        field.setClip(cut ? clip : null);
        if (cut) {
            // The font is mono: all letters are as wide as each other.
            double letter = needed / field.getText().length();
            double room = Math.max(0, Math.floor(getWidth() / letter - 1) * letter);
            clip.setWidth(room);
            clip.setHeight(getHeight());
            more.resizeRelocate(room, 0, letter + 1, getHeight());
        }
    }

    private double widthOf(String value) {
        Text text = new Text(value);
        text.setFont(field.getFont());
        return text.getLayoutBounds().getWidth();
    }
}
