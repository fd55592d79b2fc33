package slipway.ui.terminal;

import javafx.scene.canvas.GraphicsContext;

/**
 * Lines and blocks of U+2500 to U+259F, drawn from edge to edge of the cell: a font's own are as high as its letters and leave gaps
 * between rows.
 */
final class BoxDrawing {
    private static final int FIRST = 0x2500;
    private static final int FIRST_BLOCK = 0x2580;
    private static final int LAST = 0x259f;

    /**
     * Two hexadecimal digits a character from U+2500: two bits each for the arms to the left, right, top and bottom, from the lowest: 0 none, 1 light, 2
     * heavy, 3 double. Made of the characters' names.
     */
    private static final String ARMS =
            "050a50a0050a50a0050a50a04448848841428182141824281112212254586494a46898a851526191a16292a24546494a8586898a"
                    + "1516191a2526292a5556595a6595a5666996996a9aa6a9aa050a50a00ff04cc4cc43c1c31c343c1331335cf4fc53f1f34fc5cf1f353f5ff5"
                    + "ff44411114000000011004400220088009900660";

    /** Of U+2596 to U+259F: which quarters are filled, from the lowest bit upper left, upper right, lower left, lower right. */
    private static final int[] QUARTERS = {0x4, 0x8, 0x1, 0xd, 0x9, 0x7, 0xb, 0x2, 0x6, 0xe};

    private BoxDrawing() {}

    /** Whether the character is one that is drawn here. */
    static boolean draws(int codePoint) {
        if (codePoint < FIRST || codePoint > LAST) {
            return false;
        }
        return codePoint >= FIRST_BLOCK || arms(codePoint) != 0;
    }

    private static int arms(int codePoint) {
        int at = (codePoint - FIRST) * 2;
        return Integer.parseInt(ARMS.substring(at, at + 2), 16);
    }

    /** Draws in the context's fill. */
    static void draw(GraphicsContext graphics, int codePoint, double x, double y, double width, double height) {
        if (codePoint >= FIRST_BLOCK) {
            block(graphics, codePoint, x, y, width, height);
            return;
        }
        int arms = arms(codePoint);
        double line = Math.max(1, Math.round(width / 8));
        double middleX = x + Math.floor((width - line) / 2);
        double middleY = y + Math.floor((height - line) / 2);
        horizontal(graphics, arms & 3, x, middleX + line, middleY, line);
        horizontal(graphics, arms >> 2 & 3, middleX, x + width, middleY, line);
        vertical(graphics, arms >> 4 & 3, y, middleY + line, middleX, line);
        vertical(graphics, arms >> 6 & 3, middleY, y + height, middleX, line);
    }

    private static void horizontal(
            GraphicsContext graphics, int weight, double from, double to, double middle, double line) {
        switch (weight) {
            case 1 -> graphics.fillRect(from, middle, to - from, line);
            case 2 -> graphics.fillRect(from, middle - line, to - from, line * 3);
            case 3 -> {
                graphics.fillRect(from, middle - line, to - from, line);
                graphics.fillRect(from, middle + line, to - from, line);
            }
            default -> {}
        }
    }

    private static void vertical(
            GraphicsContext graphics, int weight, double from, double to, double middle, double line) {
        switch (weight) {
            case 1 -> graphics.fillRect(middle, from, line, to - from);
            case 2 -> graphics.fillRect(middle - line, from, line * 3, to - from);
            case 3 -> {
                graphics.fillRect(middle - line, from, line, to - from);
                graphics.fillRect(middle + line, from, line, to - from);
            }
            default -> {}
        }
    }

    private static void block(
            GraphicsContext graphics, int codePoint, double x, double y, double width, double height) {
        if (codePoint == 0x2580) {
            graphics.fillRect(x, y, width, (double) Math.round(height / 2));
        } else if (codePoint <= 0x2588) {
            double high = Math.round(height * (codePoint - 0x2580) / 8);
            graphics.fillRect(x, y + height - high, width, high);
        } else if (codePoint <= 0x258f) {
            graphics.fillRect(x, y, (double) Math.round(width * (0x2590 - codePoint) / 8), height);
        } else if (codePoint == 0x2590) {
            double half = Math.round(width / 2);
            graphics.fillRect(x + half, y, width - half, height);
        } else if (codePoint <= 0x2593) {
            double opacity = graphics.getGlobalAlpha();
            graphics.setGlobalAlpha(opacity * (codePoint - 0x2590) / 4);
            graphics.fillRect(x, y, width, height);
            graphics.setGlobalAlpha(opacity);
        } else if (codePoint == 0x2594) {
            graphics.fillRect(x, y, width, (double) Math.round(height / 8));
        } else if (codePoint == 0x2595) {
            double wide = Math.max(1, Math.round(width / 8));
            graphics.fillRect(x + width - wide, y, wide, height);
        } else {
            quarters(graphics, QUARTERS[codePoint - 0x2596], x, y, width, height);
        }
    }

    private static void quarters(
            GraphicsContext graphics, int filled, double x, double y, double width, double height) {
        double left = Math.round(width / 2);
        double upper = Math.round(height / 2);
        for (int quarter = 0; quarter < 4; quarter++) {
            if ((filled & 1 << quarter) != 0) {
                boolean right = (quarter & 1) != 0;
                boolean lower = (quarter & 2) != 0;
                graphics.fillRect(
                        right ? x + left : x,
                        lower ? y + upper : y,
                        right ? width - left : left,
                        lower ? height - upper : upper);
            }
        }
    }
}
