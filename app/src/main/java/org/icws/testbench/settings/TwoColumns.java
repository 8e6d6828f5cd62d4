package org.icws.testbench.settings;

import javafx.geometry.Orientation;
import javafx.scene.layout.Region;

/** Two columns beside each other where there is room, else the second below the first. */
final class TwoColumns extends Region {

    private static final double GAP = 12;
    private static final double LEAST = 560;
    private static final double MOST = 860;

    private final Region first;
    private final Region second;

    TwoColumns(Region first, Region second) {
        this.first = first;
        this.second = second;
        getChildren().addAll(first, second);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    private static boolean beside(double width) {
        return width >= 2 * LEAST + GAP;
    }

    private static double column(double width) {
        return Math.min(MOST, beside(width) ? Math.floor((width - GAP) / 2) : width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return MOST;
    }

    @Override
    protected double computeMinWidth(double height) {
        return Math.max(first.minWidth(-1), second.minWidth(-1));
    }

    @Override
    protected double computePrefHeight(double width) {
        double shown = width < 0 ? MOST : width;
        double one = first.prefHeight(column(shown));
        double other = second.prefHeight(column(shown));
        return beside(shown) ? Math.max(one, other) : one + GAP + other;
    }

    @Override
    protected void layoutChildren() {
        double width = column(getWidth());
        double one = first.prefHeight(width);
        double other = second.prefHeight(width);
        first.resizeRelocate(0, 0, width, one);
        boolean beside = beside(getWidth());
        second.resizeRelocate(beside ? width + GAP : 0, beside ? 0 : one + GAP, width, other);
    }
}
