package slipway.channel;

/** Versions of agents and clients, by which each tells what the other does. */
final class Versions {
    private static final int PARTS = 4;

    private Versions() {}

    /** Whether the first is later. What is not four numbers with dots is earlier than everything. */
    static boolean after(String version, String other) {
        int[] first = parts(version);
        int[] second = parts(other);
        for (int i = 0; i < PARTS; i++) {
            if (first[i] != second[i]) {
                return first[i] > second[i];
            }
        }
        return false;
    }

    private static int[] parts(String version) {
        int[] parts = new int[PARTS];
        String[] texts = version.split("\\.", -1);
        if (texts.length != PARTS) {
            return parts;
        }
        for (int i = 0; i < PARTS; i++) {
            if (!texts[i].matches("\\d{1,9}")) {
                return new int[PARTS];
            }
            parts[i] = Integer.parseInt(texts[i]);
        }
        return parts;
    }
}
