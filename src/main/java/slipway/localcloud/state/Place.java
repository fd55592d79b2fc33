package slipway.localcloud.state;

/**
 * Where the local cloud pretends to be: the parts that its ARNs and pseudo-parameters share.
 *
 * @param partition {@code aws}
 * @param region a region's code, such as {@code eu-west-1}
 * @param accountId twelve digits
 */
public record Place(String partition, String region, String accountId) {
    /** The account id is all zeros: no AWS account has it. */
    public static final Place LOCAL = new Place("aws", "eu-west-1", "000000000000");

    /** The ARN of a regional resource: {@code arn:aws:ecs:eu-west-1:000000000000:cluster/dev}. */
    public String arn(String service, String resource) {
        return "arn:" + partition + ":" + service + ":" + region + ":" + accountId + ":" + resource;
    }

    /** The ARN of a global resource, which names no region: {@code arn:aws:iam::000000000000:role/x}. */
    public String globalArn(String service, String resource) {
        return "arn:" + partition + ":" + service + "::" + accountId + ":" + resource;
    }
}
