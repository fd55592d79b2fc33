package slipway.ui.controls;

import java.util.Locale;

/**
 * What was asked of a balancer and what came of it.
 *
 * @param requested green's share, 0 to 1
 * @param blue requests that blue got since the weights were moved
 * @param green requests that green got since then
 */
public record SplitFigures(double requested, long blue, long green) {
    /** So many standard deviations are still chance: beyond lies one count in 370. */
    private static final double SIGMAS = 3;

    public long requests() {
        return blue + green;
    }

    /** Green's share of the requests, 0 to 1; 0 while there were none. */
    public double observed() {
        return requests() == 0 ? 0 : (double) green / requests();
    }

    /** How far, of 1, the observed share may lie from the requested one by chance alone. */
    public double chance() {
        return requests() == 0 ? 1 : SIGMAS * Math.sqrt(requested * (1 - requested) / requests());
    }

    /** Whether chance explains the difference. */
    public boolean withinChance() {
        // A request more or less is not evidence.
        return requests() == 0 || Math.abs(observed() - requested) <= chance() + 1e-9;
    }

    /** {@code 75 : 25}. */
    public String requestedWords() {
        return ratio(requested, 0);
    }

    /** {@code 74.8 : 25.2}; a dash while there were no requests. */
    public String observedWords() {
        return requests() == 0 ? "–" : ratio(observed(), 1);
    }

    /** {@code within chance, ± 1.9}; empty where nothing is left to chance. */
    public String chanceWords() {
        if (requests() == 0) {
            return "";
        }
        if (requested <= 0 || requested >= 1) {
            return withinChance() ? "" : "not as requested";
        }
        return (withinChance() ? "within chance" : "not by chance") + ", ± "
                + String.format(Locale.ROOT, "%.1f", chance() * 100);
    }

    private static String ratio(double greenShare, int digits) {
        double green = greenShare * 100;
        boolean whole = digits == 0 || green == 0 || green == 100;
        String format = whole ? "%.0f : %.0f" : "%.1f : %.1f";
        return String.format(Locale.ROOT, format, 100 - green, green);
    }
}
