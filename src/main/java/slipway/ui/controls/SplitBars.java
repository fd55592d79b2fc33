package slipway.ui.controls;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/**
 * Two bars, one under the other: the shares that were requested, the shares that were observed, and between which marks chance
 * alone would put the latter. Under them: what the observation rests on.
 */
public final class SplitBars extends Region {
    private static final double NAMES = 84;
    private static final double FIGURES = 92;
    private static final double ROW = 24;
    private static final double BAR = 12;
    private static final double FOOT = 20;

    private final Label requestedName = Texts.firm("Requested", "t12", "ink2");
    private final Label observedName = Texts.firm("Observed", "t12", "ink2");
    private final Label requestedWords = Texts.firm("", "t12", "semibold");
    private final Label observedWords = Texts.firm("", "t12", "semibold");
    private final Label basis = Texts.yielding("", "t11", "ink2");
    private final Label chance = Texts.firm("", "t11", "ink2");
    private final SplitBar requested = new SplitBar();
    private final SplitBar observed = new SplitBar();
    private final Region line = mark();
    private final Region bracket = new Region();
    private SplitFigures figures = new SplitFigures(0, 0, 0);

    public SplitBars() {
        getStyleClass().add("split-bars");
        bracket.getStyleClass().add("chance-bracket");
        getChildren()
                .addAll(
                        requestedName,
                        observedName,
                        requested,
                        observed,
                        line,
                        bracket,
                        requestedWords,
                        observedWords,
                        basis,
                        chance);
    }

    /** @param words what the observation rests on: {@code 4,536 requests since 14:30:20} */
    public void show(SplitFigures values, String words) {
        figures = values;
        requested.show(values.requested());
        if (values.requests() == 0) {
            observed.showNothing();
        } else {
            observed.show(values.observed());
        }
        requestedWords.setText(values.requestedWords());
        observedWords.setText(values.observedWords());
        basis.setText(words);
        chance.setText(values.chanceWords());
        chance.getStyleClass().removeAll("ink2", "warn");
        chance.getStyleClass().add(values.withinChance() ? "ink2" : "warn");
        setAccessibleText("Requested " + values.requestedWords() + ", observed " + values.observedWords() + ", " + words
                + (values.chanceWords().isEmpty() ? "" : ", " + values.chanceWords()));
        requestLayout();
    }

    @Override
    protected double computePrefHeight(double width) {
        return 2 * ROW + FOOT;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 2 * ROW + FOOT;
    }

    @Override
    protected double computeMinWidth(double height) {
        return NAMES + FIGURES + 60;
    }

    @Override
    protected void layoutChildren() {
        double width = Math.max(20, getWidth() - NAMES - FIGURES);
        row(requestedName, requested, requestedWords, 0, width);
        row(observedName, observed, observedWords, ROW, width);
        boolean judged = figures.requests() > 0;
        boolean divided = figures.requested() > 0 && figures.requested() < 1;
        double at = NAMES + width * (1 - figures.requested());
        double reach = width * figures.chance();
        double from = Math.max(NAMES, at - reach);
        double to = Math.min(NAMES + width, at + reach);
        double foot = 2 * ROW - 4;
        line.setVisible(judged && divided);
        line.resizeRelocate(snapPositionX(at - 0.5), ROW - 6, 1.5, foot - ROW + 11);
        bracket.setVisible(judged && divided);
        bracket.resizeRelocate(snapPositionX(from), foot, Math.max(5, to - from), 5);
        double wide = chance.prefWidth(-1);
        double chanceX = Math.clamp(at - wide / 2, NAMES, Math.max(NAMES, getWidth() - wide));
        double basisWidth = basis.prefWidth(-1);
        chance.setVisible(judged);
        boolean beside = chanceX >= NAMES + basisWidth + 12;
        double placed = beside ? chanceX : Math.min(NAMES + basisWidth + 12, getWidth() - wide);
        chance.resizeRelocate(snapPositionX(placed), foot + 7, wide, 15);
        double room = judged ? placed - NAMES - 8 : getWidth() - NAMES;
        basis.resizeRelocate(NAMES, foot + 7, Math.max(0, Math.min(basisWidth, room)), 15);
    }

    private void row(Label name, SplitBar bar, Label words, double y, double width) {
        name.resizeRelocate(0, y, name.prefWidth(-1), ROW);
        bar.resizeRelocate(NAMES, y + (ROW - BAR) / 2, width, BAR);
        double wide = words.prefWidth(-1);
        words.resizeRelocate(snapPositionX(getWidth() - wide), y, wide, ROW);
    }

    private static Region mark() {
        var mark = new Region();
        mark.getStyleClass().add("split-mark");
        return mark;
    }
}
