package slipway.localcloud.cloudwatch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a listing, and where the next begins. */
record Page<T>(List<T> items, @Nullable String next) {
    /** @param token what the page before gave as its next, or nothing for the first */
    static <T> Page<T> of(List<T> all, @Nullable String token, @Nullable Integer asked, int usual, int most) {
        int size = asked == null ? usual : asked;
        if (size < 1 || size > most) {
            throw CloudWatchErrors.validation("MaxRecords '" + size + "' must be between 1 and " + most);
        }
        int start = 0;
        if (token != null && !token.isEmpty()) {
            if (!token.matches("\\d{1,9}") || Integer.parseInt(token) > all.size()) {
                throw CloudWatchErrors.nextToken(token);
            }
            start = Integer.parseInt(token);
        }
        int end = Math.min(all.size(), start + size);
        return new Page<>(all.subList(start, end), end < all.size() ? String.valueOf(end) : null);
    }
}
