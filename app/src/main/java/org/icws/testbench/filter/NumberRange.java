package org.icws.testbench.filter;

/** Numbers from one to another, both inclusive, in the unit of what is compared. */
record NumberRange(double from, double to) {

    boolean contains(long number) {
        return number >= from && number <= to;
    }

    /**
     * Reads {@code 7}, {@code >7}, {@code >=7}, {@code <7}, {@code <=7}, {@code 5..9}, {@code 5..}, {@code ..9}.
     *
     * @param unit how many of what is compared one of the written numbers is
     */
    static NumberRange parse(String text, double unit, int position) {
        int dots = text.indexOf("..");
        if (dots >= 0) {
            String low = text.substring(0, dots);
            String high = text.substring(dots + 2);
            return new NumberRange(
                    low.isEmpty() ? Double.NEGATIVE_INFINITY : number(low, position) * unit,
                    high.isEmpty() ? Double.POSITIVE_INFINITY : number(high, position) * unit);
        }
        String bare = text.replaceFirst("^[<>]=?", "");
        double value = number(bare, position) * unit;
        if (text.startsWith(">=")) {
            return new NumberRange(value, Double.POSITIVE_INFINITY);
        } else if (text.startsWith(">")) {
            return new NumberRange(Math.nextUp(value), Double.POSITIVE_INFINITY);
        } else if (text.startsWith("<=")) {
            return new NumberRange(Double.NEGATIVE_INFINITY, value);
        } else if (text.startsWith("<")) {
            return new NumberRange(Double.NEGATIVE_INFINITY, Math.nextDown(value));
        }
        return new NumberRange(value, value);
    }

    private static double number(String text, int position) {
        try {
            return Double.parseDouble(text.replace(",", ""));
        } catch (NumberFormatException e) {
            throw new FilterException("\"" + text + "\" is not a number; write 7, >7, <7 or 5..9", position);
        }
    }
}
