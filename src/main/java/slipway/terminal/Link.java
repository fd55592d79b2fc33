package slipway.terminal;

/**
 * A link that the session put on text (OSC 8).
 *
 * @param id cells with the same id and address belong to one link; made up where the session gave none
 * @param address an absolute URI as the session wrote it: the opener judges its scheme
 */
public record Link(String id, String address) {}
