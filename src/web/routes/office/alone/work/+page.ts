// Everything on it is done by its script, on the device.
export const csr = true
