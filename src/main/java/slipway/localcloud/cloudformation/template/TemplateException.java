package slipway.localcloud.cloudformation.template;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A template, or its parameters, cannot be used. The message is AWS's sentence, followed in brackets by where: the
 * logical id when it lies inside a resource, parameter, output…, then line and column.
 */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final @Nullable String owner;
    private final transient @Nullable Position at;

    private TemplateException(String sentence, @Nullable String owner, @Nullable Position at) {
        super(sentence + place(owner, at));
        this.sentence = sentence;
        this.owner = owner;
        this.at = at;
    }

    /** Something wrong that has no place in the text, such as a parameter's value. */
    public static TemplateException of(String sentence) {
        return new TemplateException(sentence, null, null);
    }

    public static TemplateException at(Position at, String sentence) {
        return new TemplateException(sentence, null, at);
    }

    /** @param owner logical id of what holds the fault, null when it lies outside every named thing */
    public static TemplateException in(@Nullable String owner, Position at, String sentence) {
        return new TemplateException(sentence, owner, at);
    }

    /** The same fault, now known to lie in this owner; the innermost owner stays. */
    public TemplateException in(String newOwner) {
        return owner == null && at != null ? new TemplateException(sentence, newOwner, at) : this;
    }

    /** AWS's sentence alone, without the place. */
    public String sentence() {
        return sentence;
    }

    public Optional<Position> position() {
        return Optional.ofNullable(at);
    }

    private static String place(@Nullable String owner, @Nullable Position at) {
        if (at == null) {
            return "";
        }
        return " (" + (owner == null ? "" : owner + ", ") + at + ")";
    }
}
