package org.icws.protocol.candid;

import java.util.List;
import org.ic4j.candid.parser.IDLArgs;
import org.ic4j.candid.parser.IDLValue;
import org.ic4j.candid.pojo.PojoSerializer;

/**
 * Candid from annotated Java objects, by ic4j-candid: the way for application messages, whose types are known to people and
 * whose rate is theirs. The relay's own arguments go through {@link CandidEncoder}, which is some hundred times as fast.
 * Thread-safe.
 */
public final class CandidPojo {

    private CandidPojo() {}

    /**
     * One argument.
     *
     * @param pojo an object whose public fields carry ic4j's {@code @Field} and, where the name differs, {@code @Name}
     * @throws CandidException if the object cannot be expressed
     */
    public static byte[] encode(Object pojo) {
        try {
            IDLValue value = IDLValue.create(pojo, new PojoSerializer());
            return IDLArgs.create(List.of(value)).toBytes();
        } catch (RuntimeException | org.ic4j.candid.CandidError e) {
            // CandidError is a java.lang.Error although nothing is wrong with the JVM: it stays inside this module.
            throw new CandidException(
                    "The object of type " + pojo.getClass().getSimpleName() + " cannot be written as Candid: "
                            + e.getMessage(),
                    e);
        }
    }
}
