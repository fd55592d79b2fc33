package slipway.operations.stacks;

/**
 * A place in a template's text.
 *
 * @param file the template's file name as shown, such as {@code stacks/data.yaml}
 * @param line from 1
 * @param column from 1
 */
public record Mark(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
