package slipway.operations.exposure;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which address blocks hold addresses of the internet. */
final class Addresses {
    private static final Pattern IPV4 =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");
    /** Blocks that the internet does not route: RFC 1918, 6598, 1122, 3927. */
    private static final List<String> PRIVATE =
            List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16");

    private Addresses() {}

    private record Block(long first, long last) {}

    /** Whether the block reaches beyond private addresses; what is no block is taken for one that does. */
    static boolean reachInternet(String cidr) {
        if (cidr.contains(":")) {
            String lower = cidr.toLowerCase(Locale.ROOT);
            // Unique local, link local and loopback addresses: RFC 4193, 4291.
            return !lower.matches("(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):.*|::1(/128)?");
        }
        Block block = block(cidr);
        return block == null
                || PRIVATE.stream()
                        .map(Addresses::block)
                        .noneMatch(known ->
                                known != null && known.first() <= block.first() && block.last() <= known.last());
    }

    /** Whether the block is the whole internet. */
    static boolean isEverything(String cidr) {
        return cidr.equals("0.0.0.0/0") || cidr.equals("::/0");
    }

    private static @org.jspecify.annotations.Nullable Block block(String cidr) {
        Matcher matcher = IPV4.matcher(cidr.strip());
        if (!matcher.matches()) {
            return null;
        }
        long address = 0;
        for (int i = 1; i <= 4; i++) {
            address = address << 8 | Integer.parseInt(matcher.group(i));
        }
        int bits = matcher.group(5) == null ? 32 : Integer.parseInt(matcher.group(5));
        long size = 1L << Math.max(0, 32 - bits);
        long first = address / size * size;
        return new Block(first, first + size - 1);
    }
}
