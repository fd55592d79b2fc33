package slipway.model;

/**
 * A text that a pattern may look at only so often: some patterns try more ways through a line than there is time for. Such
 * a line ends for the pattern where the patience does, so that it does not match.
 */
final class PatientText implements CharSequence {
    private static final int LOOKS = 400_000;

    private final String text;
    private int looks;

    /** Thrown out of a match and back to whoever asked for it. */
    static final class LostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostException() {
            super("the pattern tries too many ways", null, false, false);
        }
    }

    PatientText(String text) {
        this.text = text;
    }

    @Override
    public char charAt(int index) {
        if (++looks > LOOKS) {
            throw new LostException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
