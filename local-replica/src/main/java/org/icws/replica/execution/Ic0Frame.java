package org.icws.replica.execution;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.ic4j.types.Principal;
import org.icws.protocol.ProtocolException;
import org.icws.protocol.principal.Principals;

/** What a system function works on: the running message, the canister's memories and its surroundings. */
final class Ic0Frame {
    private static final int MAX_PRINCIPAL_BYTES = 29;
    private static final BigInteger MAX_128 = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private final CanisterEnvironment environment;
    private final StableMemory stable;
    private final boolean wide;
    private CowMemory memory;
    private MessageContext message;

    /** @param wide whether the module was written for 64-bit addresses */
    Ic0Frame(CanisterEnvironment environment, StableMemory stable, boolean wide) {
        this.environment = environment;
        this.stable = stable;
        this.wide = wide;
    }

    boolean wide() {
        return wide;
    }

    /** A number of the module's address width that is not an address. */
    long size(long value) {
        return wide ? value : u32(value);
    }

    /** Binds the message that runs next; null after it. */
    void message(MessageContext running) {
        message = running;
    }

    void memory(CowMemory linearMemory) {
        memory = linearMemory;
    }

    MessageContext message() {
        return message;
    }

    CanisterEnvironment environment() {
        return environment;
    }

    StableMemory stable() {
        return stable;
    }

    private CowMemory memory() {
        if (memory == null) {
            throw CanisterFault.contract("the module has no memory");
        }
        return memory;
    }

    private void checkRange(long pointer, long size) {
        if (pointer + size > memory().byteSize()) {
            throw CanisterFault.contract(
                    "out of bounds memory access: " + size + " bytes at " + pointer + " of " + memory().byteSize());
        }
    }

    /** Reads canister memory. Both numbers are unsigned 32-bit values. */
    byte[] read(long pointer, long size) {
        checkRange(u32(pointer), u32(size));
        return memory().readRange(u32(pointer), (int) size);
    }

    String readText(long pointer, long size, String function) {
        byte[] bytes = read(pointer, size);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw CanisterFault.contract(function + ": invalid UTF-8 string provided");
        }
    }

    /** Reads text without ever failing: bytes that are no UTF-8 are dropped. */
    String readLossyText(long pointer, long size) {
        return new String(read(pointer, size), StandardCharsets.UTF_8).replace("\uFFFD", "");
    }

    Principal readPrincipal(long pointer, long size, String function) {
        if (u32(size) > MAX_PRINCIPAL_BYTES) {
            throw CanisterFault.contract(function + ": a principal has at most 29 bytes, got " + u32(size));
        }
        try {
            return Principals.of(read(pointer, size));
        } catch (ProtocolException e) {
            throw CanisterFault.contract(function + ": " + e.getMessage());
        }
    }

    void write(long pointer, byte[] data) {
        checkRange(u32(pointer), data.length);
        memory().writeRange(u32(pointer), data, 0, data.length);
    }

    /** The {@code *_copy} functions: copies a part of a host value into canister memory. */
    void copyOut(byte[] source, long destination, long offset, long size) {
        long from = u32(offset);
        long length = u32(size);
        if (from + length > source.length) {
            throw CanisterFault.contract(
                    "offset " + from + " + size " + length + " is beyond the " + source.length + " bytes of the value");
        }
        checkRange(u32(destination), length);
        memory().writeRange(u32(destination), source, (int) from, (int) length);
    }

    /** Writes a number of 128 bits without sign, little-endian; a larger one as the largest. */
    void write128(long pointer, BigInteger amount) {
        BigInteger fitting = amount.bitLength() > 128 ? MAX_128 : amount;
        write(
                pointer,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(fitting.longValue())
                        .putLong(fitting.shiftRight(64).longValue())
                        .array());
    }

    static long u32(long value) {
        return value & 0xFFFF_FFFFL;
    }
}
