package slipway.model;

import java.util.regex.Pattern;

/**
 * An image by its two names.
 *
 * @param image the address that a service stack names: {@code REGISTRY/ENV/TIER:TAG}
 * @param tag its tag, or its digest
 */
public record ImageVersion(String image, String tag) {
    /** What a colour without an image has. */
    public static final ImageVersion NONE = new ImageVersion("", "");

    /** Why words are no tag, to follow them. */
    public static final String NO_TAG =
            "is no tag: letters, digits, _, . and -, the first a letter, a digit or _, at most 128 of them.";

    /** What registries take for a tag. */
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** The tag for people: a commit's first seven digits, anything else as it is. */
    public String shown() {
        return COMMIT.matcher(tag).matches() ? tag.substring(0, 7) : tag;
    }

    /** Whether an image can be published under these words. */
    public static boolean isTag(String words) {
        return TAG.matcher(words).matches();
    }

    public boolean isNone() {
        return image.isEmpty();
    }
}
