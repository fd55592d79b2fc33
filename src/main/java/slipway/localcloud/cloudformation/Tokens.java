package slipway.localcloud.cloudformation;

import java.security.SecureRandom;

/** Makes the twelve letters and digits at the end of generated names. */
final class Tokens {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    static String next() {
        var token = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            token.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return token.toString();
    }
}
