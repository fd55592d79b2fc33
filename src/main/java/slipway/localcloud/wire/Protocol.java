package slipway.localcloud.wire;

/** The protocols that AWS's services speak here. */
enum Protocol {
    QUERY("text/xml"),
    JSON("application/x-amz-json-1.1"),
    CBOR("application/cbor");

    private final String contentType;

    Protocol(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /** The two families name the same refusal differently. */
    String unknownKeyCode() {
        return this == QUERY ? "InvalidClientTokenId" : "UnrecognizedClientException";
    }
}
