package org.icws.testbench.interop;

import java.util.Arrays;
import org.icws.gateway.protocol.v1.CanisterFrame;
import org.icws.protocol.certificate.Certificate;
import org.icws.protocol.hash.Sha256;

/** The smallest forgery there is: one bit of one part of a frame, so that the part can still be decoded. */
enum Flip {
    /** The last byte of the content, which belongs to the application's message. */
    CONTENT {
        @Override
        CanisterFrame apply(CanisterFrame frame) {
            byte[] content = flipped(frame.content(), frame.content().length - 1);
            return new CanisterFrame(frame.key(), content, frame.cert(), frame.tree());
        }
    },
    /** The lowest bit of the certificate's time: still recent, but no longer what was signed. */
    CERTIFICATE {
        @Override
        CanisterFrame apply(CanisterFrame frame) {
            byte[] time = Certificate.decode(frame.cert()).tree().lookup("time").value();
            byte[] forged = flipped(frame.cert(), indexOf(frame.cert(), time));
            return new CanisterFrame(frame.key(), frame.content(), forged, frame.tree());
        }
    },
    /** A byte of the message's hash in the tree. */
    TREE {
        @Override
        CanisterFrame apply(CanisterFrame frame) {
            int at = indexOf(frame.tree(), Sha256.of(frame.content()));
            return new CanisterFrame(frame.key(), frame.content(), frame.cert(), flipped(frame.tree(), at));
        }
    };

    abstract CanisterFrame apply(CanisterFrame frame);

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at <= bytes.length - part.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }
}
