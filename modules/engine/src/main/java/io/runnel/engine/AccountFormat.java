package io.runnel.engine;

import io.runnel.engine.AccountEvent.BasinListed;
import io.runnel.engine.AccountEvent.BasinUnlisted;
import io.runnel.engine.AccountState.Listed;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The persisted form of the account's events and snapshots: a version byte, then fields in order. */
final class AccountFormat {
    private static final int VERSION = 1;

    private AccountFormat() {}

    static byte[] encode(AccountEvent event) {
        return Blob.encode(VERSION, out -> {
            if (event instanceof BasinListed listed) {
                out.writeByte(1);
                write(out, new Listed(listed.info(), listed.version()));
            } else if (event instanceof BasinUnlisted unlisted) {
                out.writeByte(2);
                Blob.writeText(out, unlisted.basin().value());
                out.writeLong(unlisted.version());
            }
        });
    }

    static AccountEvent decodeEvent(byte[] bytes) {
        return Blob.decode(VERSION, bytes, in -> {
            int kind = in.readUnsignedByte();
            return switch (kind) {
                case 1 -> {
                    Listed listed = read(in);
                    yield new BasinListed(listed.info(), listed.version());
                }
                case 2 -> new BasinUnlisted(new BasinName(Blob.readText(in)), in.readLong());
                default -> throw new IOException("unknown kind of account event " + kind);
            };
        });
    }

    static byte[] encode(AccountState state) {
        return Blob.encode(VERSION, out -> {
            out.writeInt(state.basins().size());
            for (Listed listed : state.basins().values()) {
                write(out, listed);
            }
        });
    }

    static AccountState decodeState(byte[] bytes) {
        return Blob.decode(VERSION, bytes, in -> {
            AccountState state = new AccountState();
            int basins = in.readInt();
            for (int i = 0; i < basins; i++) {
                state.put(read(in));
            }
            return state;
        });
    }

    private static void write(DataOutput out, Listed listed) throws IOException {
        Blob.writeText(out, listed.info().name().value());
        out.writeLong(listed.version());
        Blob.writeInstant(out, listed.info().createdAt());
        Blob.writeOptional(out, listed.info().deletedAt(), Blob::writeInstant);
    }

    private static Listed read(DataInput in) throws IOException {
        BasinName name = new BasinName(Blob.readText(in));
        long version = in.readLong();
        return new Listed(new BasinInfo(name, Blob.readInstant(in), Blob.readOptional(in, Blob::readInstant)), version);
    }
}
