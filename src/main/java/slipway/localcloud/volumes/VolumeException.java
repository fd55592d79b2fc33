package slipway.localcloud.volumes;

/** A file system or access point is not there, or cannot be as asked for; the message says which and why. */
public final class VolumeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    VolumeException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** EFS's name of the error, such as {@code FileSystemNotFound}. */
    public String code() {
        return code;
    }
}
