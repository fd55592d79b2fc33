package slipway.localcloud.autoscaling;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a listing, and where the next begins. */
record Page<T>(List<T> items, @Nullable String next) {
    private static final int MOST = 50;

    /** @param token what the page before gave as its next, or nothing for the first */
    static <T> Page<T> of(List<T> all, @Nullable String token, @Nullable Integer asked) {
        int size = asked == null ? MOST : asked;
        if (size < 1 || size > MOST) {
            throw AutoScalingErrors.validation("MaxResults '" + size + "' must be between 1 and " + MOST);
        }
        int start = 0;
        if (token != null && !token.isEmpty()) {
            if (!token.matches("\\d{1,9}") || Integer.parseInt(token) > all.size()) {
                throw AutoScalingErrors.nextToken(token);
            }
            start = Integer.parseInt(token);
        }
        int end = Math.min(all.size(), start + size);
        return new Page<>(all.subList(start, end), end < all.size() ? String.valueOf(end) : null);
    }
}
