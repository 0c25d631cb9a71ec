package io.runnel.engine;

import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.StreamError;
import java.util.OptionalLong;

/** Where a read begins, judged against one sample of the durable tail (contract 7.1 and 7.5 as changed by 15.5). */
sealed interface ReadBeginning {
    /** @param seqNum the first number to deliver, unsigned; not beyond the tail */
    record At(long seqNum) implements ReadBeginning {}

    /** At the first record that survives and is not older; {@link #found} tells what follows from looking for it. */
    record Seek(long timestamp) implements ReadBeginning {}

    record Refused(StreamError error) implements ReadBeginning {}

    static ReadBeginning of(ReadRequest request, Position tail) {
        ReadStart start = request.start();
        if (start instanceof ReadStart.Timestamp timestamp) {
            return Long.compareUnsigned(timestamp.timestamp(), tail.timestamp()) <= 0
                    ? new Seek(timestamp.timestamp())
                    : beyond(request, tail);
        }
        if (start instanceof ReadStart.SeqNum seqNum) {
            return Long.compareUnsigned(seqNum.seqNum(), tail.seqNum()) <= 0
                    ? at(seqNum.seqNum(), request, tail)
                    : beyond(request, tail);
        }
        long offset = ((ReadStart.TailOffset) start).offset();
        return at(Unsigned.minus(tail.seqNum(), offset), request, tail);
    }

    /** @param found the number of the record that was sought; empty means that the read begins at the tail */
    static ReadBeginning found(OptionalLong found, ReadRequest request, Position tail) {
        return at(found.orElse(tail.seqNum()), request, tail);
    }

    private static ReadBeginning beyond(ReadRequest request, Position tail) {
        return request.clamp() ? at(tail.seqNum(), request, tail) : new Refused(new StreamError.ReadUnwritten(tail));
    }

    private static ReadBeginning at(long seqNum, ReadRequest request, Position tail) {
        return seqNum == tail.seqNum() && !request.mayFollow()
                ? new Refused(new StreamError.ReadUnwritten(tail))
                : new At(seqNum);
    }
}
