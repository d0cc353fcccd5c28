#pragma once
// Memory that is free and still the process's.

namespace base {

// Gives back to the system what the allocator keeps of pages that hold nothing any more: glibc does
// so by itself at the end of a heap only, and a program that fills and empties large structures for
// weeks grows by the holes in between. To be called when much was let go of; takes some twenty
// milliseconds for each 100 MB, in which allocations of other threads may wait. From any thread.
void ReleaseFreeMemory();

}  // namespace base
