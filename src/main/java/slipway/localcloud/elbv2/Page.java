package slipway.localcloud.elbv2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a listing, and where the next begins. */
record Page<T>(List<T> items, @Nullable String next) {
    private static final int MOST = 400;

    /** @param marker what the page before gave as its next, or nothing for the first */
    static <T> Page<T> of(List<T> all, @Nullable String marker, @Nullable Integer pageSize) {
        int size = pageSize == null ? MOST : pageSize;
        if (size < 1 || size > MOST) {
            throw ElbErrors.validation("Page size '" + size + "' must be between 1 and " + MOST);
        }
        int start = 0;
        if (marker != null && !marker.isEmpty()) {
            if (!marker.matches("\\d{1,9}") || Integer.parseInt(marker) > all.size()) {
                throw ElbErrors.validation("Marker '" + marker + "' is not one that this operation gave");
            }
            start = Integer.parseInt(marker);
        }
        int end = Math.min(all.size(), start + size);
        return new Page<>(all.subList(start, end), end < all.size() ? String.valueOf(end) : null);
    }
}
