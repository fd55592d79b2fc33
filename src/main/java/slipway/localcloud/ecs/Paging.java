package slipway.localcloud.ecs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts lists into pages; a token is the position where its page starts. */
final class Paging {
    private static final int LARGEST = 100;

    private Paging() {}

    record Page<T>(List<T> items, @Nullable String next) {}

    static <T> Page<T> of(List<T> all, @Nullable String token, @Nullable Integer size, int usual) {
        int limit = size == null ? usual : size;
        if (limit < 1 || limit > LARGEST) {
            throw EcsErrors.invalid("maxResults must be between 1 and " + LARGEST + ", not " + limit + ".");
        }
        if (token != null && !token.matches("\\d{1,9}")) {
            throw EcsErrors.invalid("Invalid token parameter: it does not come from an earlier answer.");
        }
        int from = token == null ? 0 : Math.min(Integer.parseInt(token), all.size());
        int to = Math.min(from + limit, all.size());
        return new Page<>(List.copyOf(all.subList(from, to)), to < all.size() ? Integer.toString(to) : null);
    }
}
