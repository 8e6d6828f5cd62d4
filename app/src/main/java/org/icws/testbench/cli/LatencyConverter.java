package org.icws.testbench.cli;

import java.time.Duration;
import java.util.Locale;
import org.icws.replica.LatencyProfile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads delays: {@code none}, {@code mainnet}, one for all requests ({@code 50ms}), or a range ({@code 10ms-80ms}). */
final class LatencyConverter implements ITypeConverter<LatencyProfile> {

    private static final IntervalConverter INTERVAL = new IntervalConverter();
    private static final int SEED = 1;

    @Override
    public LatencyProfile convert(String text) {
        String words = text.strip().toLowerCase(Locale.ROOT);
        if (words.equals("none")) {
            return LatencyProfile.NONE;
        }
        if (words.equals("mainnet")) {
            return LatencyProfile.MAINNET_LIKE;
        }
        try {
            int dash = words.indexOf('-');
            if (dash < 0) {
                Duration all = INTERVAL.convert(words);
                return LatencyProfile.fixed(all, all);
            }
            return LatencyProfile.uniform(
                    INTERVAL.convert(words.substring(0, dash)), INTERVAL.convert(words.substring(dash + 1)), SEED);
        } catch (TypeConversionException | IllegalArgumentException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not a delay; write none, mainnet, 50ms, or 10ms-80ms for a range");
        }
    }
}
