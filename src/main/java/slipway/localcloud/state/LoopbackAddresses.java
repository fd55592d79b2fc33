package slipway.localcloud.state;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hands out addresses of 127.0.0.0/8, one per owner, and remembers them: a balancer or a discovery service keeps its
 * address for life, a task for as long as it runs. On Linux every address of the block works without set-up. The
 * first sixteen networks are left to the system (127.0.0.1, 127.0.0.53, 127.0.1.1 are in use on many); the state folder
 * decides where in the others a cloud starts, so that the clouds of two users of one machine do not meet.
 */
public final class LoopbackAddresses {
    private static final int LOWEST = (127 << 24) | (16 << 16);
    private static final int SIZE = 239 << 16;

    private final StateFolder state;
    private final Map<String, String> owners = new LinkedHashMap<>();
    private int next;

    /** Kept form: owner to address, and where to go on looking. */
    public record Document(Map<String, String> owners, int next) {}

    public LoopbackAddresses(StateFolder state) {
        this.state = state;
        this.next = beginning(state.root().toAbsolutePath());
        state.read("addresses", Document.class).ifPresent(document -> {
            owners.putAll(document.owners());
            next = document.next();
        });
    }

    /** Where a cloud begins to look. Any address may be it: of 239 networks two clouds would soon have the same. */
    static int beginning(Path root) {
        return LOWEST + Math.floorMod(root.toString().hashCode(), SIZE);
    }

    /** The owner's address in dotted form; a new one the first time it is asked for. */
    public synchronized String assign(String owner) {
        String known = owners.get(owner);
        if (known != null) {
            return known;
        }
        String address = free();
        owners.put(owner, address);
        state.write("addresses", new Document(owners, next));
        return address;
    }

    /** Gives an address back. It is not handed out again before the whole block was used once. */
    public synchronized void release(String owner) {
        if (owners.remove(owner) != null) {
            state.write("addresses", new Document(owners, next));
        }
    }

    private String free() {
        for (int tried = 0; tried < SIZE; tried++) {
            int candidate = next;
            next = next + 1 < LOWEST + SIZE ? next + 1 : LOWEST;
            int lastByte = candidate & 0xff;
            String address = dotted(candidate);
            if (lastByte != 0 && lastByte != 255 && !owners.containsValue(address)) {
                return address;
            }
        }
        throw new IllegalStateException("every loopback address is in use");
    }

    private static String dotted(int address) {
        return ((address >>> 24) & 0xff) + "." + ((address >>> 16) & 0xff) + "." + ((address >>> 8) & 0xff) + "."
                + (address & 0xff);
    }
}
