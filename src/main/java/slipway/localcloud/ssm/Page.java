package slipway.localcloud.ssm;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One page of a list, with the token of the next. */
record Page<T>(List<T> items, @Nullable String nextToken) {
    /**
     * @param wanted how many; null for as many as usual, which is also the most
     * @param refusal of a token that was not given out here
     */
    static <T> Page<T> of(
            List<T> all,
            @Nullable String token,
            @Nullable Integer wanted,
            int usual,
            Function<String, RuntimeException> refusal) {
        int from = token == null ? 0 : number(token, refusal);
        int size = wanted == null ? usual : Math.clamp(wanted, 1, usual);
        int to = Math.min(all.size(), from + size);
        List<T> items = from < all.size() ? all.subList(from, to) : List.of();
        return new Page<>(items, to < all.size() ? String.valueOf(to) : null);
    }

    private static int number(String token, Function<String, RuntimeException> refusal) {
        if (!token.matches("\\d{1,9}")) {
            throw refusal.apply(token);
        }
        return Integer.parseInt(token);
    }
}
