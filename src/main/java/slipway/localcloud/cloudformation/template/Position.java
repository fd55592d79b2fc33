package slipway.localcloud.cloudformation.template;

/** A place in a template's text; both count from 1. */
public record Position(int line, int column) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
