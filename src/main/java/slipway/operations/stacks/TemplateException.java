package slipway.operations.stacks;

import slipway.model.Failure;

/** A template that is wrong, with the place; {@link #failure()} is what the operator is told. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Mark mark;

    public TemplateException(Mark mark, String problem) {
        super(mark + ": " + problem);
        this.mark = mark;
    }

    public Mark mark() {
        return mark;
    }

    public Failure failure() {
        return new Failure.Rejected(String.valueOf(getMessage()), "");
    }
}
