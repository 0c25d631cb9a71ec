package io.runnel.engine;

import io.runnel.engine.AccountEvent.BasinForgotten;
import io.runnel.engine.AccountEvent.BasinListed;
import io.runnel.engine.AccountEvent.BasinUnlisted;
import io.runnel.engine.AccountEvent.FloorRaised;
import io.runnel.engine.AccountState.Listed;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/** The persisted form of the account's events and snapshots: a version byte, then fields in order. */
final class AccountFormat {
    private static final int VERSION = 2; // 1 knew no floor, and of no basins that were leaving

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
            } else if (event instanceof FloorRaised raised) {
                out.writeByte(3);
                out.writeInt(raised.generation());
            } else if (event instanceof BasinForgotten forgotten) {
                out.writeByte(4);
                Blob.writeText(out, forgotten.basin().value());
                out.writeLong(forgotten.version());
            }
        });
    }

    static AccountEvent decodeEvent(byte[] bytes) {
        return Blob.decode(1, VERSION, bytes, (version, in) -> {
            int kind = in.readUnsignedByte();
            return switch (kind) {
                case 1 -> {
                    Listed listed = read(in);
                    yield new BasinListed(listed.info(), listed.version());
                }
                case 2 -> new BasinUnlisted(new BasinName(Blob.readText(in)), in.readLong());
                case 3 -> new FloorRaised(in.readInt());
                case 4 -> new BasinForgotten(new BasinName(Blob.readText(in)), in.readLong());
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
            out.writeInt(state.floor());
            out.writeInt(state.leaving().size());
            for (Map.Entry<String, Long> leaving : state.leaving().entrySet()) {
                Blob.writeText(out, leaving.getKey());
                out.writeLong(leaving.getValue());
            }
        });
    }

    static AccountState decodeState(byte[] bytes) {
        return Blob.decode(1, VERSION, bytes, (version, in) -> {
            AccountState state = new AccountState();
            int basins = in.readInt();
            for (int i = 0; i < basins; i++) {
                state.put(read(in));
            }
            if (version > 1) {
                state.raiseFloor(in.readInt());
                for (int left = in.readInt(); left > 0; left--) {
                    state.putLeaving(Blob.readText(in), in.readLong());
                }
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
