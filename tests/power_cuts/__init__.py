"""Power cuts without cutting the power: what a disk was told is recorded, and any disk it may have left is mounted.

A FUSE file stands for the disk (`recorder`): it notes every write and every flush, in the order in which they came. A
loop device makes a block device of it, on which ext4 lives, on which the product writes as it does on its card. What
the product acknowledges to others goes into the same record, so that it has its place between the writes.

A disk with a cache may lose any of the writes since the last flush, in any order, and may stop in the middle of one,
between two sectors. So the disks that a power cut can leave are (`images`): all before a flush, and of the writes up to
the next one any subset, of which one may be torn. Each is mounted, the file system's own journal replayed, and opened
by the product's own code: nothing may be torn, and all that was acknowledged by then must be there.

Not shown by this: cards that lie about a flush, and what flash loses besides what was written last.
"""
