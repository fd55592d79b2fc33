package slipway.localcloud.cloudformation.template;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** {@code Fn::Cidr}: cuts an address range into equal parts. */
final class CidrBlocks {
    private CidrBlocks() {}

    /**
     * @param block such as {@code 10.20.0.0/16}
     * @param count how many parts, 1 to 256
     * @param hostBits how many bits of an address each part leaves free: 12 makes /20 parts of IPv4
     * @throws IllegalArgumentException with a sentence when the parts do not fit, or an argument is no such thing
     */
    static List<String> cut(String block, String count, String hostBits) {
        int slash = block.indexOf('/');
        if (slash < 0 || !block.substring(0, slash).matches("[0-9a-fA-F.:]+")) {
            throw new IllegalArgumentException("'" + block + "' is not an address range such as 10.20.0.0/16");
        }
        byte[] address = address(block.substring(0, slash));
        int size = address.length * 8;
        int prefix = number(block.substring(slash + 1), 0, size, "the prefix length");
        int parts = number(count, 1, 256, "the count");
        int free = number(hostBits, 1, size, "the number of host bits");
        if (free > size - prefix
                || BigInteger.valueOf(parts).compareTo(BigInteger.ONE.shiftLeft(size - prefix - free)) > 0) {
            throw new IllegalArgumentException(block + " has no room for " + parts + " ranges of /" + (size - free));
        }
        BigInteger first = new BigInteger(1, address).shiftRight(size - prefix).shiftLeft(size - prefix);
        var blocks = new ArrayList<String>();
        for (int part = 0; part < parts; part++) {
            BigInteger start = first.add(BigInteger.valueOf(part).shiftLeft(free));
            blocks.add(text(start, address.length) + "/" + (size - free));
        }
        return blocks;
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException wrong) {
            throw new IllegalArgumentException("'" + text + "' is not an address", wrong);
        }
    }

    private static String text(BigInteger address, int length) {
        byte[] bytes = address.toByteArray();
        var padded = new byte[length];
        int copied = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - copied, padded, length - copied, copied);
        try {
            return InetAddress.getByAddress(padded).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int number(String text, int least, int most, String what) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            // said below
        }
        throw new IllegalArgumentException(what + " must be a number from " + least + " to " + most + ", not " + text);
    }
}
