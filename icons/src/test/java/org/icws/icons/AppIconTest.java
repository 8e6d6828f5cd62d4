package org.icws.icons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AppIconTest {
    private static final int ICO_HEADER = 6;
    private static final int ICO_ENTRY = 16;
    private static final int OPAQUE = 0xFF;

    static Stream<Integer> sizes() {
        return AppIcon.SIZES.stream();
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void everyPictureHasTheSizeItsNameSays(int size) throws IOException {
        BufferedImage picture = ImageIO.read(AppIcon.png(size));

        assertThat(picture.getWidth()).isEqualTo(size);
        assertThat(picture.getHeight()).isEqualTo(size);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void everyPictureIsDrawnInTheMiddleAndTransparentInItsCorners(int size) throws IOException {
        BufferedImage picture = ImageIO.read(AppIcon.png(size));

        assertThat(alpha(picture, size / 2, size / 2)).isEqualTo(OPAQUE);
        assertThat(alpha(picture, 0, 0)).isLessThan(OPAQUE);
        assertThat(alpha(picture, size - 1, size - 1)).isLessThan(OPAQUE);
    }

    @Test
    void windowIconsComeInAscendingOrderAndAllExist() {
        assertThat(AppIcon.SIZES).isSorted();
        assertThat(AppIcon.windowIcons())
                .hasSize(AppIcon.SIZES.size())
                .extracting(URL::getPath)
                .doesNotHaveDuplicates();
    }

    @Test
    void anUnknownSizeIsRefusedWithTheSizesThatExist() {
        assertThatThrownBy(() -> AppIcon.png(17))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("17")
                .hasMessageContaining("512");
    }

    @Test
    void theWindowsIconHoldsEverySizeUpTo256() {
        ByteBuffer ico = ByteBuffer.wrap(AppIcon.ico()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(ico.getShort(0)).as("reserved").isZero();
        assertThat(ico.getShort(2)).as("type: icon").isEqualTo((short) 1);

        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < ico.getShort(4); i++) {
            int width = Byte.toUnsignedInt(ico.get(ICO_HEADER + i * ICO_ENTRY));
            // The format writes 256 as 0.
            widths.add(width == 0 ? 256 : width);
        }
        assertThat(widths).containsExactlyInAnyOrder(16, 24, 32, 48, 64, 128, 256);
    }

    private static int alpha(BufferedImage picture, int x, int y) {
        return picture.getRGB(x, y) >>> 24;
    }
}
