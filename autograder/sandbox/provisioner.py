"""Warm, confined kernels for any Jupyter client: a kernel provisioner.

A kernelspec asks for it in its `kernel.json`:

    "metadata": {"kernel_provisioner": {"provisioner_name": "autograder-sandbox"}}
"""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerBase
from traitlets import List, Unicode

from autograder.sandbox.limits import Limits
from autograder.sandbox.server import WarmKernel
from autograder.supply import warm_kernels

POLL = 0.05  # seconds


class SandboxProvisioner(KernelProvisionerBase):
    """Forks kernels from the warm server of this process, which it starts when there is none."""

    modules = List(Unicode(), help="what the server imports beforehand").tag(config=True)
    limits = Limits()
    kernel: WarmKernel | None = None

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started and not yet let go."""
        return self.kernel is not None

    async def poll(self) -> int | None:
        """None while the kernel runs; 0 when there is none."""
        return self.kernel.exit_code() if self.kernel is not None else 0

    async def wait(self) -> int | None:
        """Wait for the kernel's end."""
        while self.kernel is not None and self.kernel.exit_code() is None:
            await asyncio.sleep(POLL)
        code, self.kernel = await self.poll(), None
        return code

    async def send_signal(self, signum: int) -> None:
        """Clients interrupt by message; every other signal ends the kernel."""
        if signum != 0:
            await self.kill()

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and everything it has started."""
        if self.kernel is not None:
            await asyncio.to_thread(self.kernel.kill)

    async def terminate(self, restart: bool = False) -> None:
        """Like `kill`."""
        await self.kill()

    async def cleanup(self, restart: bool = False) -> None:
        """Nothing is left behind."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """No command is run: the kernel is forked."""
        kwargs.pop("extra_arguments", None)
        self.kernel_spec.interrupt_mode = "message"
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel and return how to connect to it."""
        server = await asyncio.to_thread(warm_kernels, tuple(self.modules))
        self.kernel = server.start(self.limits)
        await asyncio.to_thread(self.kernel.wait_for_sockets)
        key = self.kernel.connection["key"].encode()
        self.connection_info = {**self.kernel.connection, "key": key}
        return self.connection_info
