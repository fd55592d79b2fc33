package slipway.model;

/**
 * The two weights of a tier's rule, each 0 to 999; a colour's share is its weight over their sum.
 *
 * @param blue blue's weight
 * @param green green's weight
 */
public record Weights(int blue, int green) {
    /** What a slider and the command line move: both weights add up to this. */
    public static final int WHOLE = 100;

    private static final int MOST = 999;

    public Weights {
        if (blue < 0 || blue > MOST || green < 0 || green > MOST) {
            throw new FailureException(new Failure.Rejected(
                    "A weight is a whole number from 0 to 999; " + blue + " and " + green + " were given.", ""));
        }
    }

    /**
     * The weights that give green so many percent, and blue the rest.
     *
     * @param percent 0 to 100
     * @throws FailureException {@code Rejected} for another number
     */
    public static Weights green(int percent) {
        if (percent < 0 || percent > WHOLE) {
            throw new FailureException(new Failure.Rejected(
                    "Green's share is a whole number of percent from 0 to 100; " + percent + " was given.", ""));
        }
        return new Weights(WHOLE - percent, percent);
    }

    /** Everything to one colour. */
    public static Weights all(Colour colour) {
        return green(colour == Colour.GREEN ? WHOLE : 0);
    }

    public int of(Colour colour) {
        return colour == Colour.BLUE ? blue : green;
    }

    /** Of the requests, 0 to 1; 0 where nobody has any weight. */
    public double share(Colour colour) {
        return blue + green == 0 ? 0 : (double) of(colour) / (blue + green);
    }

    /** Green's share in whole percent: where the slider stands. */
    public int greenPercent() {
        return (int) Math.round(share(Colour.GREEN) * WHOLE);
    }

    /** Nobody would answer. */
    public boolean nothing() {
        return blue + green == 0;
    }

    /** {@code 70/30}, blue first. */
    @Override
    public String toString() {
        return blue + "/" + green;
    }
}
