package slipway.localcloud.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The one key pair that may drive this user's local cloud. It is random, made at the first start, and lives in a file that
 * only its owner can read, in the form of AWS's shared credentials file.
 */
public record AccessKey(String id, String secret) {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** Reads the file, or makes a new key pair and writes it with mode 0600. */
    public static AccessKey readOrCreate(Path file) {
        try {
            if (Files.exists(file)) {
                return read(file);
            }
            var random = new SecureRandom();
            var key = new AccessKey("AKIA" + draw(random, LETTERS, 16), draw(random, SECRET_LETTERS, 40));
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(beside);
            Files.createFile(
                    beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    beside,
                    "[default]\naws_access_key_id = " + key.id + "\naws_secret_access_key = " + key.secret + "\n");
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            return key;
        } catch (IOException failed) {
            throw new UncheckedIOException("the local cloud's key file " + file + " cannot be used", failed);
        }
    }

    private static AccessKey read(Path file) throws IOException {
        Map<String, String> values = new HashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        String id = values.get("aws_access_key_id");
        String secret = values.get("aws_secret_access_key");
        if (id == null || secret == null) {
            throw new IOException("it holds no key pair; delete it, and the next start makes a new one");
        }
        return new AccessKey(id, secret);
    }

    private static String draw(SecureRandom random, String letters, int count) {
        var text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
