package slipway.localcloud.wire;

import java.util.Map;

/** An answer, independent of the server. */
@SuppressWarnings("ArrayRecordComponent") // never compared: a carrier between server and dispatcher
record WireResponse(int status, String contentType, Map<String, String> headers, byte[] body) {}
