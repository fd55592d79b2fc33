package slipway.localcloud.ssm;

import slipway.localcloud.state.Place;

/**
 * Who starts sessions: ECS for ExecuteCommand, by a role of its own, or whoever calls StartSession.
 *
 * @param callerName begins the ids of the caller's sessions
 */
record SessionOwners(Place place, String callerName) {
    String ecsName() {
        return "ecs-execute-command";
    }

    /** ARN of ECS's role session. */
    String ecs() {
        return place.globalArn("sts", "assumed-role/AWSServiceRoleForECS/" + ecsName());
    }

    /** ARN of the calling user. */
    String caller() {
        return place.globalArn("iam", "user/" + callerName);
    }
}
