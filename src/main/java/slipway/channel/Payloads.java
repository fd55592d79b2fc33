package slipway.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The small payloads: size, flag, exit code, challenge. */
final class Payloads {
    private static final Pattern EXIT_CODE = Pattern.compile("EXIT_CODE:\\s*(-?\\d{1,9})\\s*");

    private Payloads() {}

    static byte[] size(TerminalSize size) {
        return Json.bytes(Json.object().put("cols", size.columns()).put("rows", size.rows()));
    }

    static TerminalSize size(byte[] payload) throws MalformedMessageException {
        JsonNode node = Json.read(payload, "a size");
        long columns = Json.number(node, "cols", "a size");
        long rows = Json.number(node, "rows", "a size");
        if (columns < 1 || rows < 1 || columns > 0xffff || rows > 0xffff) {
            throw new MalformedMessageException("a terminal cannot measure " + columns + " x " + rows);
        }
        return new TerminalSize((int) columns, (int) rows);
    }

    static byte[] flag(Flag flag) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(flag.number()).array();
    }

    static Flag flag(byte[] payload) throws MalformedMessageException {
        if (payload.length != Integer.BYTES) {
            throw new MalformedMessageException("a flag has 4 bytes, not " + payload.length);
        }
        int number = ByteBuffer.wrap(payload).getInt();
        return Flag.of(number).orElseThrow(() -> new MalformedMessageException("there is no flag " + number));
    }

    static byte[] exitCode(int code) {
        return ("EXIT_CODE: " + code).getBytes(StandardCharsets.UTF_8);
    }

    /** Nothing where the text says no code. */
    static OptionalInt exitCode(byte[] payload) {
        Matcher matcher = EXIT_CODE.matcher(new String(payload, StandardCharsets.UTF_8).strip());
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** {@code sealed}: the challenge as the key of its direction seals it. */
    static byte[] challenge(byte[] sealed) {
        return Json.bytes(Json.object().put("Challenge", Json.base64(sealed)));
    }

    static byte[] challengeOf(byte[] payload) throws MalformedMessageException {
        return Json.base64(Json.text(Json.read(payload, "a challenge"), "Challenge", "a challenge"), "a challenge");
    }
}
