package slipway.ui.controls;

/**
 * Where the parts of {@link TopologyPicture} stand. Two arrangements, one for windows below 1240 pixels; what a wider
 * picture gains goes into the ways between the parts, so that text and nodes keep their size.
 */
record TopologyGeometry(
        boolean compact,
        double width,
        double zoneTop,
        double zoneBottom,
        double internetX,
        double balancerWidth,
        double balancerHeight,
        double publicX,
        double clientX,
        double internalX,
        double apiX,
        double storeX,
        double storeWidth,
        double storeHeight,
        double deploymentHeight,
        double middle,
        double gap) {
    static final double DEPLOYMENT_WIDTH = 192;
    static final double INTERNET_RADIUS = 28;
    static final double LEGEND = 42;
    private static final double HEADING = 30;
    private static final double EDGE = 14;

    static TopologyGeometry of(double width, double height, boolean legend, boolean planned) {
        boolean compact = width < 1130;
        double balancerWidth = compact ? 76 : 112;
        double storeWidth = compact ? 100 : 104;
        double fixed = compact ? 1012 : 1204;
        double extra = Math.max(0, width - fixed);
        double internet = compact ? 42 : 46;
        double publicX = compact ? 96 : 112;
        double clientX = publicX + balancerWidth + (compact ? 86 : 128) + extra * 0.36;
        double internalX = clientX + DEPLOYMENT_WIDTH + (compact ? 50 : 60) + extra * 0.14;
        double apiX = internalX + balancerWidth + (compact ? 86 : 128) + extra * 0.36;
        double storeX = apiX + DEPLOYMENT_WIDTH + (compact ? 34 : 38) + extra * 0.14;
        double zoneBottom = height - (legend && !compact ? LEGEND : EDGE);
        double room = zoneBottom - EDGE - HEADING;
        double wanted = planned ? 146 : 152;
        double deploymentHeight = Math.min(wanted, (room - 10 - 10) / 2);
        double gap = Math.clamp((room - 2 * deploymentHeight) / 3, 8, 30);
        double middle = EDGE + HEADING + room / 2 - Math.clamp((room - 2 * deploymentHeight - gap) / 10, 0, 4);
        double balancerHeight = Math.min(compact ? 92 : planned ? 100 : 116, 2 * deploymentHeight);
        double storeHeight = Math.min(planned ? 82 : 92, deploymentHeight - 6);
        return new TopologyGeometry(
                compact,
                width,
                EDGE,
                zoneBottom,
                internet,
                balancerWidth,
                balancerHeight,
                publicX,
                clientX,
                internalX,
                apiX,
                storeX,
                storeWidth,
                storeHeight,
                deploymentHeight,
                middle,
                gap);
    }

    double blueY() {
        return middle - gap / 2 - deploymentHeight / 2;
    }

    double greenY() {
        return middle + gap / 2 + deploymentHeight / 2;
    }

    double publicZoneX() {
        return publicX - (compact ? 12 : 18);
    }

    double publicZoneEnd() {
        return clientX + DEPLOYMENT_WIDTH + (compact ? 10 : 22);
    }

    double privateZoneX() {
        return internalX - (compact ? 16 : 18);
    }

    double privateZoneEnd() {
        return width - (compact ? 10 : 14);
    }

    double redisY() {
        return middle - 18 - storeHeight / 2 - (storeHeight > 80 ? 0 : -6);
    }

    double volumeY() {
        return middle + 18 + storeHeight / 2 - (storeHeight > 80 ? 0 : 6);
    }
}
