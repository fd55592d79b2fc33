package slipway.model;

/**
 * Who acts, and where: shown before anything is written.
 *
 * @param accountId twelve digits
 * @param principal the caller's ARN
 * @param region a region's code
 * @param local whether this is the local cloud
 * @param clockFactor cloud seconds per real second, 1 for AWS
 */
public record Identity(String accountId, String principal, String region, boolean local, double clockFactor) {}
